"""What several processes of one bot share, in Redis or Valkey. Only here is Redis."""

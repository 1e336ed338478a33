/** The page's own words, in English and in Korean. */

import { session } from "./state.js";

const TEXTS = {
  title: ["Sandbox", "샌드박스"],
  channels: ["Text channels", "채팅 채널"],
  direct: ["Direct messages", "다이렉트 메시지"],
  actAs: ["You are", "사용자"],
  language: ["Language", "언어"],
  member: ["member", "멤버"],
  moderator: ["moderator", "운영자"],
  bot: ["app", "앱"],
  admin: ["admin", "관리자"],
  messages: ["Messages in {0}", "{0}의 메시지"],
  write: ["Message {0}", "{0}에 메시지 보내기"],
  send: ["Send", "보내기"],
  attach: ["Attach files", "파일 첨부"],
  removeFile: ["Remove {0}", "{0} 빼기"],
  replyingTo: ["Replying to {0}", "{0} 님에게 답장하는 중"],
  editing: ["Editing your message", "메시지 수정 중"],
  cancel: ["Cancel", "취소"],
  reply: ["Reply", "답장"],
  edit: ["Edit", "수정"],
  delete: ["Delete", "삭제"],
  thread: ["Open a thread", "스레드 만들기"],
  react: ["React with 👍", "👍 반응"],
  apps: ["Apps", "앱"],
  noApps: ["The bot offers nothing here", "봇이 제공하는 메뉴가 없습니다"],
  timeline: ["Show its time line", "타임라인 보기"],
  edited: ["(edited)", "(수정됨)"],
  thinking: ["{0} is thinking…", "{0}이(가) 생각하는 중…"],
  onlyYou: ["Only you can see this", "이 메시지는 나만 볼 수 있습니다"],
  dismiss: ["Dismiss message", "메시지 닫기"],
  used: ["{0} used {1}", "{0} 님이 {1} 사용"],
  replyGone: ["The original message was deleted", "원본 메시지가 삭제되었습니다"],
  openThread: ["Open the thread “{0}”", "‘{0}’ 스레드 열기"],
  isTyping: ["{0} is typing…", "{0} 님이 입력하고 있습니다…"],
  present: ["Newer messages ↓", "최신 메시지로 ↓"],
  menu: ["Channels", "채널 목록"],
  underneath: ["Underneath", "내부 동작"],
  showPanel: ["Show what happens underneath", "내부 동작 보기"],
  online: ["online", "온라인"],
  offline: ["offline", "오프라인"],
  noAnswer: ["The sandbox does not answer.", "샌드박스가 응답하지 않습니다."],
  lineLost: ["The sandbox does not answer. Trying again…", "샌드박스가 응답하지 않습니다. 다시 연결하는 중…"],
  botGone: ["{0} is not connected to this sandbox.", "{0}이(가) 이 샌드박스에 연결되어 있지 않습니다."],
  failed: ["The application did not respond", "앱이 응답하지 않았습니다"],
  formFailed: ["Something went wrong. Try again.", "문제가 생겼습니다. 다시 시도하세요."],
  choose: ["Make a selection", "선택하기"],
  done: ["Done", "완료"],
  close: ["Close", "닫기"],
  submit: ["Submit", "제출"],
  run: ["Run", "실행"],
  optional: ["optional", "선택 사항"],
  yes: ["True", "예"],
  no: ["False", "아니요"],
  suggestions: ["Suggestions", "제안"],
  requests: ["Requests", "요청"],
  noRequests: ["The bot has asked for nothing yet.", "봇이 아직 아무 요청도 하지 않았습니다."],
  method: ["Method", "메서드"],
  path: ["Path", "경로"],
  status: ["Status", "상태"],
  bucket: ["Bucket", "버킷"],
  gap: ["After", "간격"],
  left: ["{0} of {1} left", "{1}개 중 {0}개 남음"],
  replyGrows: ["The reply over time", "답변 타임라인"],
  noReply: ["No reply of the bot in this channel yet.", "이 채널에는 아직 봇의 답변이 없습니다."],
  version: ["Version {0} of {1} · {2} s · {3} characters", "버전 {0}/{1} · {2}초 · {3}자"],
  preview: ["The reply at that moment", "그 순간의 답변"],
  versionPick: ["Version of the reply", "답변의 버전"],
  faults: ["Trouble", "장애 일으키기"],
  fault429: ["429 × 3 edits", "429 × 수정 3회"],
  fault500: ["500 × 3", "500 × 3회"],
  faultReset: ["Drop 1 connection", "연결 1회 끊기"],
  gatewayClose: ["Close the gateway", "게이트웨이 끊기"],
  gatewaySilence: ["Let it hang", "게이트웨이 멈춤"],
  slowDiscord: ["Slow Discord", "느린 Discord"],
  slowModel: ["Slow model", "느린 모델"],
  seconds: ["{0} s", "{0}초"],
  waiting: ["{0} {1}: {2} to come", "{0} {1}: {2}회 남음"],
  clear: ["All fine again", "모두 정상으로"],
  now: ["Today at {0}", "오늘 {0}"],
  beginning: ["Welcome to {0}!", "{0}에 오신 것을 환영합니다!"],
  howTo: ["Mention @{0} to ask something, or type / to see what it can do.", "@{0}을(를) 멘션해 물어보거나, /를 입력해 명령어를 확인하세요."],
  howToDirect: ["Write to {0} here, or type / to see what it can do.", "여기에서 {0}에게 말을 걸거나, /를 입력해 명령어를 확인하세요."],
};

/** Give a text in the language of the page, with its gaps filled. */
export function t(key, ...gaps) {
  const [english, korean] = TEXTS[key];
  return (session.locale === "ko" ? korean : english).replace(/\{(\d)\}/g, (_, number) => gaps[number]);
}

/** Write the texts that stand in the page itself. */
export function translatePage() {
  document.documentElement.lang = session.locale === "ko" ? "ko" : "en";
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = t(node.dataset.text);
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", t(node.dataset.label));
    if (node.matches("button, input")) node.title = t(node.dataset.label);
  }
}

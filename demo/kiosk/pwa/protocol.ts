/** Page to a waiting service worker, with a port for the answer: take over, if this is the only window of the app. */
export interface AloneRequest {
  readonly type: 'take-over';
}

/** Its answer; where `isAlone`, it takes over next. */
export interface AloneAnswer {
  readonly isAlone: boolean;
}

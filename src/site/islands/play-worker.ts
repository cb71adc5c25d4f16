import { answerTo, type PlayAnswer, type PlayRequest } from './play-answer.ts';

/** Runs the engine aside from the page. */
addEventListener('message', async ({ data }: MessageEvent<PlayRequest>) => {
  try {
    postMessage(await answerTo(data));
  } catch {
    postMessage({ kind: 'failed', turn: data.turn } satisfies PlayAnswer);
  }
});

// Posts the report on a pull request, or updates the comment of an earlier run. Run by action.yml.
import { readFileSync } from 'node:fs';
import process from 'node:process';

const { GITHUB_API_URL: api, GITHUB_REPOSITORY: repository, GITHUB_EVENT_PATH: event, TOKEN: token } = process.env;
/** Tells our comment from others. It names the tree: one pull request may be checked for several. */
const marker = `<!-- idol-registry ${JSON.stringify(process.env.TREE ?? '.').replaceAll('-->', '')} -->`;
/** The most that a comment may have, in characters. */
const LIMIT = 65_536;

const number = JSON.parse(readFileSync(event ?? '', 'utf8')).pull_request?.number;
if (number === undefined) {
  console.log('No comment: this run is not about a pull request.');
} else {
  await comment(`${api}/repos/${repository}/issues`, `${marker}\n${readFileSync(process.argv[2] ?? '', 'utf8')}`);
}

async function comment(issues, text) {
  const body =
    text.length > LIMIT ? `${text.slice(0, LIMIT - 100)}\n\n… cut: the summary of the job has all of it.` : text;
  const earlier = await find(`${issues}/${number}/comments`);
  if (earlier) await ask('PATCH', `${issues}/comments/${earlier.id}`, { body });
  else await ask('POST', `${issues}/${number}/comments`, { body });
}

async function find(comments) {
  for (let page = 1; ; page++) {
    const found = await ask('GET', `${comments}?per_page=100&page=${page}`);
    const ours = found?.find(({ body, user }) => user?.type === 'Bot' && body?.startsWith(marker));
    if (ours || !found || found.length < 100) return ours;
  }
}

/** A refusal is a warning: a pull request from a fork may not write comments, and its verdict holds without one. */
async function ask(method, url, content) {
  const headers = { accept: 'application/vnd.github+json', authorization: `Bearer ${token}` };
  const request = { method, headers, ...(content && { body: JSON.stringify(content) }) };
  const response = await fetch(url, request).catch((error) => ({ ok: false, status: String(error) }));
  if (response.ok) return response.json();
  console.log(`::warning title=idol-registry::The comment was not written: ${method} gave ${response.status}.`);
  process.exit(0);
}

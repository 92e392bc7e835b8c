import { readdirSync, readFileSync } from 'node:fs';
import type { Browser, CDPSession } from 'playwright-core';

/** The processes of a browser in which pages and their workers run and draw, as the kernel sees them. */
export interface PageProcesses {
  /**
   * What the kernel has given to the page's process and to the GPU's: heaps, WebAssembly, decoded pictures, canvases and what
   * allocators keep, without files; of what is shared each has its part. Bytes.
   */
  memory(): { readonly page: number; readonly gpu: number };
  /** Processor time of the page's process, all threads; milliseconds. */
  processorTime(): number;
}

const path = (pid: number, file: string): string => `/proc/${String(pid)}/${file}`;

function ownMemory(pid: number): number {
  const rollup = readFileSync(path(pid, 'smaps_rollup'), 'utf8');
  const kilobytes = ['Pss_Anon', 'Pss_Shmem', 'SwapPss'].map((name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(rollup)?.[1]));
  return 1024 * kilobytes.reduce((sum, value) => sum + value, 0);
}

/** In nanoseconds, where `stat` counts hundredths of a second; of threads that have ended nothing. */
const threadTime = (pid: number): number =>
  readdirSync(path(pid, 'task')).reduce((sum, thread) => {
    try {
      return sum + Number(readFileSync(path(pid, `task/${thread}/schedstat`), 'utf8').split(' ')[0]);
    } catch {
      return sum;
    }
  }, 0);

const pidsOf = async (session: CDPSession, kind: 'renderer' | 'GPU'): Promise<number[]> => {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.filter(({ type }) => type === kind).map(({ id }) => id);
};

/**
 * Finds the processes of a browser's one page: of several renderers, as browsers keep one in reserve, the one that has worked
 * most.
 *
 * @throws Error where the kernel does not tell: this is for Linux.
 */
export async function findPageProcesses(browser: Browser): Promise<PageProcesses> {
  if (process.platform !== 'linux') throw new Error('memory and processor time of processes are read from /proc: this needs Linux');
  const session = await browser.newBrowserCDPSession();
  const [renderers, gpu] = [await pidsOf(session, 'renderer'), await pidsOf(session, 'GPU')];
  const [page] = renderers.sort((a, b) => threadTime(b) - threadTime(a));
  if (page === undefined) throw new Error('the browser has no page');
  return {
    memory: () => ({ page: ownMemory(page), gpu: gpu.reduce((sum, pid) => sum + ownMemory(pid), 0) }),
    processorTime: () => threadTime(page) / 1e6,
  };
}

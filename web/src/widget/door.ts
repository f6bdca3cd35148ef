/** Files over HTTP: up with progress, down as a blob. Tests put a fake in its place. */

import type { ChatAttachment, Failure } from "../shared/chat";

export interface FileDoor {
  /** Rejects with `UploadError`; `signal` takes it back. */
  upload(file: File, token: string, progress: (share: number) => void, signal: AbortSignal): Promise<ChatAttachment>;
  download(id: string, token: string): Promise<Blob>;
}

export class UploadError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.name = "UploadError";
    this.code = code;
  }
}

const UPLOAD_MS = 180_000;

export function httpDoor(server: string): FileDoor {
  const url = `${new URL(server, location.href).href.replace(/\/$/, "")}/chat/attachments`;
  return {
    upload: (file, token, progress, signal) => upload(url, file, token, progress, signal),
    async download(id, token) {
      const answer = await fetch(`${url}/${id}`, { headers: { Authorization: `Bearer ${token}` } });
      if (!answer.ok) throw new UploadError(String(answer.status));
      return answer.blob();
    },
  };
}

/** Not fetch, which tells nothing about how far an upload is. */
function upload(
  url: string,
  file: File,
  token: string,
  progress: (share: number) => void,
  signal: AbortSignal,
): Promise<ChatAttachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.timeout = UPLOAD_MS;
    request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.setRequestHeader("X-File-Name", nameHeader(file.name));
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
    request.onerror = request.ontimeout = request.onabort = () => reject(new UploadError("network"));
    request.onload = () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText) as ChatAttachment);
      else reject(refusal(request.responseText));
    };
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

/** Headers hold ASCII; half an emoji cannot be encoded. */
function nameHeader(name: string): string {
  return encodeURIComponent(name.slice(-120).replace(/\p{Cs}/gu, ""));
}

function refusal(body: string): UploadError {
  try {
    return new UploadError((JSON.parse(body) as { error: Failure }).error.code);
  } catch {
    return new UploadError("error");
  }
}

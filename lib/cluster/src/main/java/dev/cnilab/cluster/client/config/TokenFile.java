package dev.cnilab.cluster.client.config;

import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.time.Duration;

/** A token in a file that is replaced from time to time: it is read once a minute. */
final class TokenFile {
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final Process process;
  private final String path;
  private Credential token = new Credential.Anonymous();
  private long due = Long.MIN_VALUE;

  TokenFile(Process process, String path) {
    this.process = process;
    this.path = path;
  }

  /** The token; the last one read, while the file cannot be read. */
  Credential read() {
    long now = process.loop().nanoTime();
    if (now >= due) {
      due = now + PERIOD.toNanos();
      try {
        token = new Credential.Token(process.files().readText(path).strip());
      } catch (IOException unreadable) {
        due = now;
      }
    }
    return token;
  }
}

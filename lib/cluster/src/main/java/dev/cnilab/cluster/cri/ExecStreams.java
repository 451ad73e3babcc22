package dev.cnilab.cluster.cri;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * The streams of a command run in a container. They are read and written in the command's own task
 * on the loop, where they may block only as tasks do.
 *
 * @param in an empty stream if the command gets no input
 * @param err with a terminal the command writes everything to {@code out}
 */
public record ExecStreams(InputStream in, OutputStream out, OutputStream err, Mode mode) {
  /** Whether the streams belong to a terminal. */
  public enum Mode {
    PIPES,
    TTY
  }
}

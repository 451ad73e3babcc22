package dev.cnilab.cluster.streaming;

import dev.cnilab.cluster.cri.ExecStreams;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.process.Process;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** A process whose standard streams are a caller's, or a terminal for the caller. */
public final class CallerProcess {
  private CallerProcess() {}

  /**
   * Runs one. Blocks until it has ended.
   *
   * @param start starts it with these files as its descriptors
   * @param await waits for its end, and returns its exit status
   */
  public static int run(
      EventLoop loop,
      ExecStreams streams,
      Function<Map<Integer, OpenFile>, Process> start,
      ToIntFunction<Process> await) {
    if (streams.mode() == ExecStreams.Mode.TTY) {
      return inTerminal(loop, streams, start, await);
    }
    OpenFile in = new ExecFile(streams.in(), OutputStream.nullOutputStream());
    OpenFile out = new ExecFile(InputStream.nullInputStream(), streams.out());
    OpenFile err = new ExecFile(InputStream.nullInputStream(), streams.err());
    return await.applyAsInt(start.apply(Map.of(0, in, 1, out, 2, err)));
  }

  private static int inTerminal(
      EventLoop loop,
      ExecStreams streams,
      Function<Map<Integer, OpenFile>, Process> start,
      ToIntFunction<Process> await) {
    try (CallerTerminal terminal = new CallerTerminal(loop, streams)) {
      OpenFile file = terminal.file();
      Process process = start.apply(Map.of(0, file, 1, file, 2, file));
      terminal.attach(process);
      return await.applyAsInt(process);
    }
  }
}

package dev.cnilab.netsim.kernel;

import dev.cnilab.netsim.loop.EventLoop;
import java.util.function.Consumer;

/** The kernel log messages of one machine's network, which {@code dmesg} shows. */
public final class KernelLog {
  private final LogRateLimit limit;
  private Consumer<String> reader = line -> {};

  public KernelLog(EventLoop loop) {
    this.limit = new LogRateLimit(loop::nanoTime);
  }

  /** Sets the reader of all further lines, replacing the previous one. */
  public void readBy(Consumer<String> newReader) {
    reader = newReader;
  }

  public void print(String line) {
    reader.accept(line);
  }

  /**
   * Prints a line, rate-limited across the network (net_warn_ratelimited, net_info_ratelimited).
   */
  public void printLimited(String line) {
    int missed = limit.begin();
    if (missed > 0) {
      print("net_ratelimit: " + missed + " callbacks suppressed");
    }
    if (limit.admits()) {
      print(line);
    }
  }
}

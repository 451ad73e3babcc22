package dev.cnilab.netsim.kernel;

import dev.cnilab.netsim.loop.EventLoop;
import java.util.function.Consumer;

/** What the network of one machine says in its kernel's log, which {@code dmesg} shows. */
public final class KernelLog {
  private final RateLimit limit;
  private Consumer<String> reader = line -> {};

  public KernelLog(EventLoop loop) {
    this.limit = new RateLimit(loop::nanoTime);
  }

  /** Has all further lines told to a reader, in place of the one before. */
  public void readBy(Consumer<String> newReader) {
    reader = newReader;
  }

  public void print(String line) {
    reader.accept(line);
  }

  /** Prints a warning, unless the network has warned too often of late (net_warn_ratelimited). */
  public void warn(String line) {
    int missed = limit.begin();
    if (missed > 0) {
      print("net_ratelimit: " + missed + " callbacks suppressed");
    }
    if (limit.admits()) {
      print(line);
    }
  }
}

package dev.cnilab.cluster.image.calico.bgp;

import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * BIRD as a service of runit. BIRD dies at once while another one answers at its control socket
 * (its {@code test_old_bird}), which is the predecessor's if that pod was deleted without a grace
 * period and has not ended yet; runsv starts it again until that one is gone. On the loop only.
 */
public final class BirdService implements AutoCloseable {
  /** How long runsv(8) waits at least from one start of a service to the next. */
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Process process;
  private final Supplier<Bird> begin;
  private Optional<Bird> running = Optional.empty();

  /** Starts BIRD as soon as it can, and keeps it until the process ends. */
  public BirdService(Process process, Supplier<Bird> begin) {
    this.process = process;
    this.begin = begin;
    start();
  }

  private void start() {
    if (!process.isAlive()) {
      return;
    }
    if (new BirdControl(process).isAnswered()) {
      process.out().println("bird: I found another BIRD running.");
      process.loop().schedule(AGAIN, this::start);
    } else {
      running = Optional.of(begin.get());
    }
  }

  @Override
  public void close() {
    running.ifPresent(Bird::close);
  }
}

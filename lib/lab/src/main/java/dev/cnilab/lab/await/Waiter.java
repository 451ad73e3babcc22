package dev.cnilab.lab.await;

import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.kernel.LiveDisplay;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;
import java.time.Duration;
import java.util.function.Supplier;

/** Checks repeatedly until something is there, and shows what it sees on the way. */
public final class Waiter {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  private final Supplier<ClusterClock> clocks;

  /** Creates a waiter that starts a clock for each wait. */
  public Waiter(Supplier<ClusterClock> clocks) {
    this.clocks = clocks;
  }

  /**
   * Waits.
   *
   * @param what the description of the wait: {@code "pod nettest-1 to be Ready"}
   * @param limit the longest wait, on the cluster's clock
   * @param why returns the cause if the limit is reached
   * @throws LabException with that cause, or if the cell is interrupted
   */
  public <T> T until(String what, Duration limit, Supplier<Look<T>> look, Supplier<String> why) {
    ClusterClock clock = clocks.get();
    LiveDisplay display = new LiveDisplay();
    Duration pause = FIRST_PAUSE;
    for (int looks = 0; ; looks++) {
      Look<T> now = look.get();
      String passed = seconds(clock.elapsed());
      if (now.found().isPresent()) {
        if (looks > 0) {
          display.show(
              View.empty()
                  .note(Tone.QUIET, "✓ Waited %s for %s: %s".formatted(passed, what, now.sees())));
        }
        return now.found().get();
      }
      display.show(
          View.empty().note("Waiting for %s (%s): %s".formatted(what, passed, now.sees())));
      if (clock.elapsed().compareTo(limit) >= 0) {
        throw LabException.of("waited " + seconds(limit) + " for " + what, now.sees(), why.get());
      }
      try {
        clock.pause(pause);
      } catch (InterruptedException e) {
        throw LabException.of(
            "was interrupted after " + passed + " of waiting for " + what,
            now.sees(),
            Suggestions.RUN_AGAIN);
      }
      Duration longer = pause.multipliedBy(2);
      pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() >= 10
        ? duration.toSeconds() + " s"
        : "%.1f s".formatted(duration.toMillis() / 1000.0);
  }
}

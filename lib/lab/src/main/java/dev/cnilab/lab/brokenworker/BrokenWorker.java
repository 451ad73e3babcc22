package dev.cnilab.lab.brokenworker;

import dev.cnilab.lab.nodefault.Cause;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * One of a series of incidents.
 *
 * @param number 1 to {@link #COUNT}
 * @param worker the number of the affected worker
 */
record BrokenWorker(int number, Cause cause, int worker) {

  static final int COUNT = 6;

  /** The incidents of a series, the same for equal seeds. */
  static List<BrokenWorker> series(long seed) {
    Random random = new Random(seed);
    List<Cause> causes = new ArrayList<>(List.of(Cause.values()));
    Collections.shuffle(causes, random);
    List<BrokenWorker> series = new ArrayList<>();
    for (int number = 1; number <= COUNT; number++) {
      series.add(new BrokenWorker(number, causes.get(number - 1), 1 + random.nextInt(2)));
    }
    return series;
  }
}

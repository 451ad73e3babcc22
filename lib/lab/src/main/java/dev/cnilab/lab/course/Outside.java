package dev.cnilab.lab.course;

import java.util.Optional;

/** Everything outside a step's repair, which must stay as it was. */
public interface Outside {

  /** Records the initial state of a step. */
  void remember(String step);

  /**
   * Why a step's state is not known.
   *
   * @return empty if the step has begun on this cluster, and no other since
   */
  Optional<String> notBegun(Step step);

  /** Whether only things within the step's leeway have changed since then. */
  Finding untouched(Step step);
}

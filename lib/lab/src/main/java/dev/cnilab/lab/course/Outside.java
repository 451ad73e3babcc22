package dev.cnilab.lab.course;

/** Everything outside a step's repair, which must stay as it was. */
public interface Outside {

  /** Records the initial state of a step. */
  void remember(String step);

  /** Whether only things within the step's leeway have changed since then. */
  Finding untouched(Step step);
}

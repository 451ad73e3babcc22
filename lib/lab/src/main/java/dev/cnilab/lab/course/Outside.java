package dev.cnilab.lab.course;

/** What lies outside of a step's repair, and has to stay as it was. */
public interface Outside {

  /** Remembers how a step begins. */
  void remember(String step);

  /** That nothing has changed since then but what the step gives leeway to. */
  Finding untouched(Step step);
}

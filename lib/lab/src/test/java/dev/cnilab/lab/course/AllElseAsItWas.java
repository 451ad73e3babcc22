package dev.cnilab.lab.course;

import java.util.Optional;

/** Never reports a change outside the repair. */
public final class AllElseAsItWas implements Outside {

  @Override
  public Optional<String> notBegun(Step step) {
    return Optional.empty();
  }

  @Override
  public void remember(String step) {}

  @Override
  public Finding untouched(Step step) {
    return Finding.met("as it was");
  }
}

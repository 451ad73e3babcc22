package dev.cnilab.userland.awk;

import org.metricshub.jawk.Awk;
import org.metricshub.jawk.backend.AVM;
import org.metricshub.jawk.backend.SandboxedAVM;
import org.metricshub.jawk.intermediate.AwkTuples;
import org.metricshub.jawk.util.AwkSettings;

/** The library's sandbox, for a program that must not go on for ever without asking. */
final class SteppedAwk extends Awk {
  private final Runnable step;

  SteppedAwk(Runnable step) {
    this.step = step;
  }

  @Override
  protected AwkTuples createTuples() {
    return new SteppedTuples(step);
  }

  @Override
  protected AVM createAvm(AwkSettings settings) {
    return new SandboxedAVM(settings, getExtensionInstances(), getExtensionFunctions());
  }
}

package dev.cnilab.userland.awk;

import dev.cnilab.userland.stream.Caller;
import org.metricshub.jawk.Awk;
import org.metricshub.jawk.backend.AVM;
import org.metricshub.jawk.backend.SandboxedAVM;
import org.metricshub.jawk.intermediate.AwkTuples;
import org.metricshub.jawk.util.AwkSettings;

/** The library's sandbox, for a program that must not go on forever without asking. */
final class SteppedAwk extends Awk {
  private final Caller holder;
  private final HeldText text;

  SteppedAwk(Caller holder) {
    this(holder, new HeldText(holder));
  }

  private SteppedAwk(Caller holder, HeldText text) {
    super(text);
    this.holder = holder;
    this.text = text;
  }

  @Override
  protected AwkTuples createTuples() {
    return new SteppedTuples(holder, text);
  }

  @Override
  protected AVM createAvm(AwkSettings settings) {
    return new SandboxedAVM(settings, getExtensionInstances(), getExtensionFunctions());
  }
}

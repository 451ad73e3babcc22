package dev.cnilab.userland.awk;

import dev.cnilab.userland.process.Process;
import java.util.List;
import java.util.Map;
import org.metricshub.jawk.Awk;
import org.metricshub.jawk.backend.AVM;
import org.metricshub.jawk.ext.ExtensionFunction;
import org.metricshub.jawk.ext.JawkExtension;
import org.metricshub.jawk.intermediate.AwkTuples;
import org.metricshub.jawk.jrt.JRT;
import org.metricshub.jawk.util.AwkSettings;

/** The library, extended so that a program yields to other processes as it runs. */
final class SteppedAwk extends Awk {
  private final Process process;
  private final HeldText text;
  private final GetlineAnswer answer;
  private final AwkPatterns patterns;

  SteppedAwk(Process process) {
    this(process, new HeldText(process), new GetlineAnswer(), new AwkPatterns(process));
  }

  private SteppedAwk(Process process, HeldText text, GetlineAnswer answer, AwkPatterns patterns) {
    super(List.of(text, answer, patterns));
    this.process = process;
    this.text = text;
    this.answer = answer;
    this.patterns = patterns;
  }

  @Override
  protected AwkTuples createTuples() {
    return new SteppedTuples(process, text, answer, patterns);
  }

  @Override
  protected AVM createAvm(AwkSettings settings) {
    return new AVM(settings, getExtensionInstances(), getExtensionFunctions()) {
      @Override
      protected JRT createJrt() {
        MachineRuntime runtime =
            new MachineRuntime(this, process, settings.getOutputStream(), patterns);
        answer.of(runtime::getlineStatus, settings.getOutputStream());
        text.of(this::getCONVFMT, this::getOFS);
        patterns.of(runtime, this::getCONVFMT, this::getFS);
        return runtime;
      }

      @Override
      public Object getFS() {
        return patterns.separator(super.getFS());
      }

      @Override
      public void setNF(Integer fields) {
        super.setNF(fields);
        patterns.count(fields);
      }

      @Override
      protected AwkTuples createTuples() {
        return SteppedAwk.this.createTuples();
      }

      @Override
      protected AVM createSubAvm(
          AwkSettings inner,
          Map<String, JawkExtension> extensions,
          Map<String, ExtensionFunction> functions) {
        return createAvm(inner);
      }
    };
  }
}

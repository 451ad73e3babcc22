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
  private final LibraryGaps gaps;
  private final AwkPatterns patterns;

  SteppedAwk(Process process) {
    this(process, new HeldText(process), new LibraryGaps(), new AwkPatterns(process));
  }

  private SteppedAwk(Process process, HeldText text, LibraryGaps gaps, AwkPatterns patterns) {
    super(List.of(text, gaps, patterns));
    this.process = process;
    this.text = text;
    this.gaps = gaps;
    this.patterns = patterns;
  }

  @Override
  protected AwkTuples createTuples() {
    return new SteppedTuples(process, text, gaps, patterns);
  }

  @Override
  protected AVM createAvm(AwkSettings settings) {
    return new AVM(settings, getExtensionInstances(), getExtensionFunctions()) {
      @Override
      protected JRT createJrt() {
        MachineRuntime runtime =
            new MachineRuntime(this, process, settings.getOutputStream(), patterns);
        gaps.of(runtime, settings.getOutputStream(), this::getCONVFMT);
        text.of(this::getCONVFMT, this::getOFS, this::getORS);
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

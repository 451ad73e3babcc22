package dev.cnilab.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;

/**
 * Random networks and commands, in namespaces of the kernel that runs this test and in the
 * simulation.
 */
class SameAsLinuxTest {
  /** A slow machine compares fewer networks, but at least one. */
  private static final Duration ENOUGH = Duration.ofSeconds(25);

  private static final Instant BEGAN = Instant.now();
  private static int compared;

  /** Skips what cannot be compared, with the reason. */
  static final class WhereNamespacesCanBeMade implements SkipExecutionHook {
    @Override
    public SkipResult shouldBeSkipped(LifecycleContext context) {
      return RealLinux.whyNot()
          .map(reason -> SkipResult.skip("not compared with a real kernel: " + reason))
          .orElseGet(SkipResult::doNotSkip);
    }
  }

  @Provide
  Arbitrary<List<ScriptCommand>> networks() {
    return Arbitraries.randomValue(AnyNetwork::of);
  }

  @AddLifecycleHook(WhereNamespacesCanBeMade.class)
  @Property(tries = 4, seed = "1", shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void a_random_network_behaves_as_in_the_kernel(@ForAll("networks") List<ScriptCommand> steps)
      throws IOException {
    if (compared > 0 && Instant.now().isAfter(BEGAN.plus(ENOUGH))) {
      return;
    }
    compared++;
    List<List<String>> real = RealLinux.run(steps);
    List<List<String>> simulated = ScriptReplay.run(new Script("random", false, steps));

    assertThat(differences(steps, real, simulated)).as(text(steps)).isEmpty();
  }

  private static List<String> differences(
      List<ScriptCommand> steps, List<List<String>> real, List<List<String>> simulated) {
    LineComparison comparison = new LineComparison(Normaliser.builtIn());
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      ScriptCommand step =
          new ScriptCommand(steps.get(i).namespace(), steps.get(i).command(), real.get(i));
      List<String> found = comparison.differences(step, simulated.get(i));
      if (!found.isEmpty()) {
        lines.add("@@ " + step);
        lines.addAll(found);
      }
    }
    return lines;
  }

  /** The commands as a script, ready to be captured. */
  private static String text(List<ScriptCommand> steps) {
    return String.join("\n", steps.stream().map(ScriptCommand::toString).toList());
  }
}

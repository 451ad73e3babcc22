package dev.cnilab.userland.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.shell.SandboxMachine;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
  @AutoClose private final SandboxMachine sandbox = new SandboxMachine();

  /** Each copied the map of its parent, and a shell its variables: 2 MB for these 14,000. */
  @Test
  void processes_share_the_variables_that_they_inherit() {
    Map<String, String> many = new HashMap<>(Map.of("PATH", "/usr/bin:/bin"));
    for (int i = 0; i < 14_000; i++) {
      many.put("WEB_" + i + "_SERVICE_HOST", "10.96.0.1");
    }
    String each = "sh -c 'A=1; export B=$A; sleep 1d & wait' &";
    System.gc();
    long before = usedHeap();
    sandbox
        .loop()
        .call(
            () ->
                sandbox
                    .machine()
                    .start(ProcessSpec.of("sh", "-c", each.repeat(40)).environment(many)));
    sandbox.loop().advance(Duration.ofMinutes(1));
    System.gc();
    assertThat(usedHeap() - before).isLessThan(20 << 20);
    assertThat(sandbox.sh("ps -e | grep -c sleep").out()).isEqualTo("40\n");
    assertThat(
            sandbox
                .sh(
                    "tr '\\0' '\\n"
                        + "' < /proc/$(pidof sleep | cut -d' ' -f1)/environ | grep -cE"
                        + " '^(B=1|WEB_.*)$'")
                .out())
        .isEqualTo("14001\n");
  }

  @Test
  void an_inherited_variable_can_be_changed_unset_and_restored() {
    assertThat(
            sandbox
                .sh(
                    """
                    export A=1 B=2 C=3
                    sh -c 'unset A; B=4; (C=5; env | grep ^[ABC]=); env | grep ^[ABC]='
                    sh -c 'A=9 env | grep ^A=; f() { local A=8; env | grep ^A=; }; f; env | grep ^A='
                    sh -c 'unset A; A=7; env | grep ^A=; set | grep ^A='
                    """)
                .out())
        .isEqualTo("B=4\nC=5\nB=4\nC=3\nA=9\nA=8\nA=1\nA='7'\n");
  }

  private static long usedHeap() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}

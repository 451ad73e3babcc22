package dev.cnilab.conformance.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptTest {
  @Test
  void a_script_parses_into_commands_with_their_answers() {
    Script script =
        Script.parse(
            "x.script",
            List.of("# words", "# ipv6: on", "[a] nc -z 'a b' &", "[-] ip link", "> one", "= 2"));

    assertThat(script.ipv6()).isTrue();
    assertThat(script.steps())
        .containsExactly(
            new ScriptCommand("a", "nc -z 'a b' &", List.of()),
            new ScriptCommand("-", "ip link", List.of("> one", "= 2")));
    assertThat(script.steps().getFirst().isBackground()).isTrue();
    assertThat(script.steps().getFirst().words()).containsExactly("nc", "-z", "a b");
  }

  @Test
  void a_malformed_line_is_rejected_with_its_number() {
    assertThatThrownBy(() -> Script.parse("x.script", List.of("[a] ip link", "ip link")))
        .hasMessage("x.script:2: expected '[namespace] command' or '# comment', found: ip link");
  }

  @Test
  void words_are_split_as_in_a_shell() {
    assertThat(TypedWords.split("a 'b c' \"d \\\"e\" f\\ g ''"))
        .containsExactly("a", "b c", "d \"e", "f g", "");
    assertThatThrownBy(() -> TypedWords.split("a 'b"))
        .hasMessageContaining("a 'b")
        .hasMessageContaining("close it");
  }

  @Test
  void values_that_differ_from_run_to_run_are_replaced() {
    Normaliser normaliser = Normaliser.builtIn();
    assertThat(normaliser.apply("64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=0.043 ms"))
        .isEqualTo("64 bytes from 10.0.0.2: icmp_seq=1 ttl=64 time=T ms");
    assertThat(normaliser.apply("3: eth0@if2: <UP> link/ether 3a:40:51:57:a4:df"))
        .isEqualTo("#: eth0@if#: <UP> link/ether MAC");
    assertThat(normaliser.apply("link/ether 02:00:00:00:00:0a"))
        .isEqualTo("link/ether 02:00:00:00:00:0a");
    assertThat(normaliser.apply("IP 10.0.0.1.51710 > 10.0.0.2.9999: UDP"))
        .isEqualTo("IP 10.0.0.1.PORT > 10.0.0.2.9999: UDP");
  }

  @Test
  void durations_may_differ_by_a_second_and_neighbors_are_unordered() {
    LineComparison comparison = new LineComparison(Normaliser.builtIn());
    ScriptCommand ping = new ScriptCommand("a", "ping -c 3 x", List.of("~ 4"));
    assertThat(comparison.differences(ping, List.of("~ 3"))).isEmpty();
    assertThat(comparison.differences(ping, List.of())).containsExactly("-~ 4", "+~ 0");
    ScriptCommand neigh = new ScriptCommand("a", "ip neigh show", List.of("> b", "> a"));
    assertThat(comparison.differences(neigh, List.of("> a", "> b"))).isEmpty();
    ScriptCommand route = new ScriptCommand("a", "ip route", List.of("> b", "> a"));
    assertThat(comparison.differences(route, List.of("> a", "> b")))
        .containsExactly("-> b", " > a", "+> b");
  }
}

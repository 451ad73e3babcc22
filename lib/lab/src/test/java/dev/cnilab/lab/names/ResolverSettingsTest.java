package dev.cnilab.lab.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.shell.Printed;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResolverSettingsTest {

  private static ResolverSettings read(String text) {
    return ResolverSettings.read(Printed.of(text));
  }

  @Test
  void a_pods_file_is_read() {
    ResolverSettings settings =
        read(
            """
            search default.svc.cluster.local svc.cluster.local cluster.local
            nameserver 10.96.0.10
            options ndots:5 edns0
            """);
    assertThat(settings.nameservers()).containsExactly("10.96.0.10");
    assertThat(settings.search())
        .containsExactly("default.svc.cluster.local", "svc.cluster.local", "cluster.local");
    assertThat(settings.ndots()).isEqualTo(5);
  }

  @Test
  void a_nodes_file_has_no_search_list_and_one_dot_is_enough() {
    ResolverSettings settings = read("# by hand\nnameserver 172.30.0.1\n");
    assertThat(settings.search()).isEmpty();
    assertThat(settings.ndots()).isEqualTo(1);
  }

  @Test
  void the_suffix_that_made_a_question_is_found_again() {
    ResolverSettings settings =
        new ResolverSettings(
            List.of(), List.of("default.svc.cluster.local", "cluster.local"), 5, Printed.of(""));
    assertThat(settings.suffix("web", "web.default.svc.cluster.local"))
        .isEqualTo("default.svc.cluster.local");
    assertThat(settings.suffix("web", "web")).isEmpty();
  }
}

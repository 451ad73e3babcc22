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
  void the_resolv_conf_of_a_pod_is_read() {
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
  void search_is_empty_and_ndots_is_1_by_default() {
    ResolverSettings settings = read("# by hand\nnameserver 172.30.0.1\n");
    assertThat(settings.search()).isEmpty();
    assertThat(settings.ndots()).isEqualTo(1);
  }

  @Test
  void the_search_suffix_of_a_query_is_found() {
    ResolverSettings settings =
        new ResolverSettings(
            List.of(), List.of("default.svc.cluster.local", "cluster.local"), 5, Printed.of(""));
    assertThat(settings.suffix("web", "web.default.svc.cluster.local"))
        .isEqualTo("default.svc.cluster.local");
    assertThat(settings.suffix("web", "web")).isEmpty();
  }
}

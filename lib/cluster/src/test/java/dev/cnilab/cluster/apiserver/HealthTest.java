package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HealthTest {
  @AutoClose private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
  }

  @Test
  void health_is_shown_in_short_check_by_check_and_for_one_check() {
    assertThat(server.get("/readyz").body()).isEqualTo("ok");
    assertThat(server.get("/readyz?verbose").body())
        .startsWith("[+]ping ok\n[+]log ok\n[+]etcd ok\n[+]etcd-readiness ok\n")
        .endsWith("[+]shutdown ok\nreadyz check passed\n");
    assertThat(server.get("/livez?verbose").body())
        .doesNotContain("[+]informer-sync", "[+]shutdown");
    assertThat(server.get("/readyz?verbose&exclude=etcd").body())
        .contains("[+]etcd excluded: ok\n");
    assertThat(server.get("/livez/ping").body()).isEqualTo("ok");
    assertThat(server.get("/readyz/poststarthook/rbac/bootstrap-roles").body()).isEqualTo("ok");
    assertThat(server.get("/livez/nosuch").statusCode()).isEqualTo(404);
  }

  @Test
  void the_root_lists_every_check_and_no_group_of_the_lab() {
    assertThat(server.get("/").body())
        .contains("\"/apis/apps\"", "\"/livez/etcd\"", "\"/metrics\"")
        .doesNotContain("cnilab");
  }

  @Test
  void requests_of_what_there_is_are_counted() {
    server.get("/api/v1/nodes");
    server.get("/api/v1/unicorns");

    assertThat(server.get("/metrics").body())
        .contains(
            "# HELP apiserver_request_total [STABLE] Counter of apiserver requests",
            "apiserver_request_total{code=\"200\",component=\"apiserver\",dry_run=\"\",group=\"\","
                + "resource=\"nodes\",scope=\"cluster\",subresource=\"\",verb=\"LIST\",version=\"v1\"}"
                + " 1\n",
            "kubernetes_build_info{")
        .doesNotContain("unicorns");
  }

  @Test
  void made_up_names_of_clients_are_counted_as_one() {
    server.get("/api/v1/nodes?dryRun=made-up-1");
    server.send("MADEUP", "/api/v1/nodes", "application/json", "{}");

    assertThat(server.get("/metrics").body())
        .contains("dry_run=\"invalid\"", "verb=\"other\"")
        .doesNotContainIgnoringCase("made-up", "MADEUP");
  }

  @Test
  void a_request_that_waits_for_a_version_is_not_counted_while_it_waits() {
    server.get("/api/v1/nodes?resourceVersion=999999");

    assertThat(server.get("/metrics").body()).doesNotContain("resource=\"nodes\"");
  }
}

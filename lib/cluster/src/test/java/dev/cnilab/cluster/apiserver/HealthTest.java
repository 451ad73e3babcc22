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
  void health_endpoints_support_verbose_exclude_and_single_checks() {
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
  void the_root_path_lists_groups_and_checks_but_no_lab_group() {
    assertThat(server.get("/").body())
        .contains("\"/apis/apps\"", "\"/livez/etcd\"", "\"/metrics\"")
        .doesNotContain("cnilab");
  }

  @Test
  void metrics_count_only_requests_for_known_resources() {
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
  void metrics_combine_unknown_verbs_and_dry_run_values() {
    server.get("/api/v1/nodes?dryRun=made-up-1");
    server.send("MADEUP", "/api/v1/nodes", "application/json", "{}");

    assertThat(server.get("/metrics").body())
        .contains("dry_run=\"invalid\"", "verb=\"other\"")
        .doesNotContainIgnoringCase("made-up", "MADEUP");
  }

  @Test
  void metrics_do_not_count_a_request_for_a_version_that_does_not_exist_yet() {
    server.get("/api/v1/nodes?resourceVersion=999999");

    assertThat(server.get("/metrics").body()).doesNotContain("resource=\"nodes\"");
  }
}

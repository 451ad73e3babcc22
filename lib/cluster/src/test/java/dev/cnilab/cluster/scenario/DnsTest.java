package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names in a cluster, as in the captures of a real one. */
class DnsTest extends NamedServices {
  private static final String SERVER = "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\n";
  private static final String NO_RECURSION = ";; Got recursion not available from 10.96.0.10\n";

  @Test
  void a_service_name_is_resolved_through_the_search_list() {
    assertThat(in("nettest-1", "nslookup kubernetes.default"))
        .isEqualTo(
            NO_RECURSION.repeat(2)
                + SERVER
                + "Name:\tkubernetes.default.svc.cluster.local\nAddress: 10.96.0.1\n"
                + NO_RECURSION
                + "\n");
    assertThat(in("nettest-1", "nslookup kubernetes.default.svc.cluster.local"))
        .isEqualTo(
            NO_RECURSION.repeat(4)
                + SERVER
                + "Name:\tkubernetes.default.svc.cluster.local\nAddress: 10.96.0.1\n"
                + NO_RECURSION
                + "\n");
  }

  @Test
  void unknown_names_are_nxdomain() {
    for (String name : List.of("no-such-service", "example.com")) {
      assertThat(in("nettest-1", "nslookup " + name))
          .isEqualTo(
              NO_RECURSION.repeat(4)
                  + SERVER
                  + "** server can't find "
                  + name
                  + ": NXDOMAIN\n\n[exit 1]\n");
    }
  }

  @Test
  void busybox_nslookup_does_not_use_the_search_list() {
    assertThat(in("dns-clusterfirst", "nslookup kubernetes.default"))
        .isEqualTo(
            "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n"
                + "** server can't find kubernetes.default: NXDOMAIN\n\n".repeat(2)
                + "[exit 1]\n");
    // The empty answer for AAAA is a separate line, before or after the one for A.
    assertThat(in("dns-clusterfirst", "nslookup kubernetes.default.svc.cluster.local"))
        .isIn(
            "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n\n"
                + "Name:\tkubernetes.default.svc.cluster.local\nAddress: 10.96.0.1\n\n",
            "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n"
                + "Name:\tkubernetes.default.svc.cluster.local\nAddress: 10.96.0.1\n\n\n");
    assertThat(in("dns-default", "nslookup kubernetes.default"))
        .isEqualTo(
            "Server:\t\t172.30.0.1\nAddress:\t172.30.0.1:53\n\n"
                + "** server can't find kubernetes.default: NXDOMAIN\n\n".repeat(2)
                + "[exit 1]\n");
    assertThat(in("dns-none", "nslookup kubernetes.default"))
        .isEqualTo(";; connection timed out; no servers could be reached\n\n[exit 1]\n");
  }

  @Test
  void each_dns_policy_has_its_own_resolv_conf() {
    String clusterFirst =
        "search default.svc.cluster.local svc.cluster.local cluster.local\n"
            + "nameserver 10.96.0.10\noptions ndots:5\n";
    assertThat(in("dns-clusterfirst", "cat /etc/resolv.conf")).isEqualTo(clusterFirst);
    assertThat(in("dns-default", "cat /etc/resolv.conf")).isEqualTo("nameserver 172.30.0.1\n");
    assertThat(in("dns-none", "cat /etc/resolv.conf"))
        .isEqualTo("search default.svc.cluster.local\nnameserver 8.8.8.8\n");
    assertThat(in("dns-host", "cat /etc/resolv.conf"))
        .isEqualTo(clusterFirst.replace("ndots:5", "ndots:2 edns0"));
    assertThat(in("host-network-pod", "cat /etc/resolv.conf")).isEqualTo("nameserver 172.30.0.1\n");
  }

  @Test
  void a_headless_service_resolves_to_its_pods_and_their_hostnames() {
    String ip = cluster.pod("web-0").ip();
    String label = ip.replace('.', '-');

    assertThat(dig("web.default.svc.cluster.local"))
        .isEqualTo("web.default.svc.cluster.local. 30 IN A " + ip + "\n");
    assertThat(dig("web-0.web.default.svc.cluster.local"))
        .isEqualTo("web-0.web.default.svc.cluster.local. 30 IN A " + ip + "\n");
    assertThat(dig("_http._tcp.web.default.svc.cluster.local SRV"))
        .isEqualTo(
            "_http._tcp.web.default.svc.cluster.local. 30 IN SRV 0 100 80"
                + " web-0.web.default.svc.cluster.local.\n");
    assertThat(dig("-x " + ip)).endsWith(" 30 IN PTR web-0.web.default.svc.cluster.local.\n");
    assertThat(dig(label + ".default.pod.cluster.local"))
        .isEqualTo(label + ".default.pod.cluster.local. 30 IN A " + ip + "\n");
    assertThat(in("nettest-1", "host outside"))
        .isEqualTo(
            "outside.default.svc.cluster.local is an alias for tool.example.test.\n"
                + "Host tool.example.test not found: 3(NXDOMAIN)\n[exit 1]\n");
    assertThat(dig("ns.dns.cluster.local")).isEqualTo("ns.dns.cluster.local. 30 IN A 10.96.0.10\n");
    assertThat(in("web-0", "cat /etc/hosts"))
        .endsWith(ip + "\tweb-0.web.default.svc.cluster.local\tweb-0\n");
  }

  @Test
  void an_external_name_service_is_a_cname_that_is_followed() {
    assertThat(dig("elsewhere.default.svc.cluster.local"))
        .isEqualTo(
            "elsewhere.default.svc.cluster.local. 30 IN CNAME web.default.svc.cluster.local.\n"
                + "web.default.svc.cluster.local. 30 IN A "
                + cluster.pod("web-0").ip()
                + "\n");
  }

  @Test
  void an_external_name_that_is_an_address_is_nxdomain() {
    assertThat(in("nettest-1", "dig +noall +comments numbered.default.svc.cluster.local"))
        .contains("status: NXDOMAIN");
  }

  @Test
  void a_name_without_records_of_a_type_is_noerror() {
    String authority = " 30 IN SOA ns.dns.cluster.local. hostmaster.cluster.local. ";
    for (String query :
        List.of("kubernetes.default.svc.cluster.local AAAA", "default.svc.cluster.local A")) {
      assertThat(in("nettest-1", "dig +noedns " + query).replaceAll("[ \\t]+", " "))
          .as(query)
          .contains("status: NOERROR", "ANSWER: 0, AUTHORITY: 1", "cluster.local." + authority)
          .contains(" 7200 1800 86400 30");
    }
    for (String query :
        List.of(
            "nobody.default.svc.cluster.local",
            "a.nowhere.svc.cluster.local",
            "x.y.cluster.local")) {
      assertThat(in("nettest-1", "dig +noedns " + query).replaceAll("[ \\t]+", " "))
          .as(query)
          .contains("status: NXDOMAIN", "flags: qr aa rd;", "cluster.local." + authority);
    }
    assertThat(dig("-x 10.96.0.10"))
        .endsWith("30 IN PTR kube-dns.kube-system.svc.cluster.local.\n");
    assertThat(dig("+tcp kubernetes.default.svc.cluster.local"))
        .isEqualTo("kubernetes.default.svc.cluster.local. 30 IN A 10.96.0.1\n");
  }

  @Test
  void the_dns_service_refuses_queries_while_there_are_no_servers() {
    scale(0);
    assertThat(in("nettest-1", "nslookup kubernetes.default"))
        .contains("communications error to 10.96.0.10#53: connection refused")
        .endsWith("[exit 1]\n");

    scale(2);
    assertThat(in("nettest-1", "nslookup kubernetes.default")).contains("Address: 10.96.0.1\n");
  }

  @Test
  void options_of_the_kubernetes_plugin_select_the_served_names() {
    KubeObject map =
        cluster.api(client -> client.get(ResourceTypes.CONFIG_MAPS, "kube-system", "coredns"));
    String good = map.text("/data/Corefile");
    cluster.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: deserted, labels: {kept: "yes"}}
        spec: {selector: {app: nobody}, ports: [{port: 80}]}
        """);
    String deserted = "deserted.default.svc.cluster.local";
    String web = "web.default.svc.cluster.local";

    serveWith(good.replace("pods insecure", "labels kept in (yes)"));
    assertThat(dig(deserted)).contains(" IN A 10.");
    assertThat(dig(web)).isEmpty();

    serveWith(good.replace("pods insecure", "ignore empty_service"));
    assertThat(dig(deserted)).isEmpty();
    assertThat(dig(web)).contains(" IN A 10.244.");

    serveWith(good.replace("pods insecure", "noendpoints"));
    assertThat(dig(deserted)).contains(" IN A 10.");
    assertThat(dig(web)).isEmpty();

    serveWith(good.replace("pods insecure", "namespace_labels kept=yes"));
    assertThat(dig(deserted)).isEmpty();
    serveWith(good);
  }

  @Test
  void a_broken_corefile_takes_effect_only_on_restart() {
    KubeObject map =
        cluster.api(client -> client.get(ResourceTypes.CONFIG_MAPS, "kube-system", "coredns"));
    String good = map.text("/data/Corefile");
    Pod server = servers().getFirst();
    assertThat(log(server))
        .isEqualTo(
            """
            maxprocs: Leaving GOMAXPROCS=2: CPU quota undefined
            .:53
            [INFO] plugin/reload: Running configuration SHA512 = 1b226df79860026c6a52e67daa10d7f0d57ec5b023288ec00c5e05f93523c894564e15b91770d3a07ae1cfbe861d15b37d4a0027e69c546ab112970993a3b03b
            CoreDNS-1.14.6
            linux/amd64, go1.26.8,\s
            """);

    corefile(
        good.replace(
            "    ready\n",
            "    ready\n"
                + "    log\n"
                + "    hosts {\n"
                + "      192.0.2.7 known.example\n"
                + "      fallthrough\n"
                + "    }\n"));
    cluster.pass(Duration.ofSeconds(150));
    assertThat(log(server)).contains("[INFO] Reloading\n", "[INFO] Reloading complete\n");
    assertThat(dig("known.example")).isEqualTo("known.example. 30 IN A 192.0.2.7\n");
    assertThat(servers().stream().map(DnsTest::log))
        .anyMatch(
            log ->
                log.matches(
                    "(?s).*\\[INFO\\] 10\\.244\\.1\\.\\d+:\\d+ - \\d+ \"A IN known\\.example\\. udp"
                        + " \\d+ false 1232\" NOERROR qr,aa,rd \\d+ .*s\\n"
                        + ".*"));

    corefile(good.replace("loadbalance", "loadbalanced"));
    cluster.pass(Duration.ofSeconds(150));
    assertThat(log(server))
        .endsWith(
            "[ERROR] Restart failed: /etc/coredns/Corefile:22 - Error during parsing: Unknown"
                + " directive 'loadbalanced'\n"
                + "[ERROR] plugin/reload: Corefile changed but reload failed: starting with"
                + " listener file descriptors: /etc/coredns/Corefile:22 - Error during parsing:"
                + " Unknown directive 'loadbalanced'\n");
    assertThat(in("nettest-1", "nslookup kubernetes.default")).contains("Address: 10.96.0.1\n");

    cluster.api(
        client -> {
          client.delete(
              ResourceTypes.PODS,
              "kube-system",
              server.name(),
              dev.cnilab.cluster.client.DeleteOptions.background());
          return true;
        });
    cluster.await(
        "a server that gives up",
        Duration.ofSeconds(60),
        () ->
            servers().stream()
                .anyMatch(
                    pod ->
                        pod.object()
                            .text("/status/containerStatuses/0/state/waiting/reason")
                            .equals("CrashLoopBackOff")));
    corefile(good);
    cluster.await(
        "all servers well again",
        Duration.ofSeconds(240),
        () -> servers().size() == 2 && servers().stream().allMatch(Pod::isReady));
  }
}

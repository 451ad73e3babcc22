package dev.cnilab.cluster.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.process.Process;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** CoreDNS as the client of other servers, and what it keeps of their answers. */
class CoreDnsUpstreamTest extends CoreDnsNode {
  @Test
  void denials_are_cached_separately_from_answers() {
    serve(
        """
        .:53 {
            cache 100 {
                denial 1
                success 1
            }
            template IN A yes.example {
                answer "{{ .Name }} 60 IN A 10.0.0.1"
            }
            template IN A no.example {
                rcode NXDOMAIN
                authority "no.example. 60 IN SOA a. b. 1 60 60 60 60"
            }
        }
        """);
    dig("a.yes.example");
    dig("a.no.example");
    node.loop().advance(Duration.ofSeconds(10));

    assertThat(dig("a.yes.example")).contains("a.yes.example. 50 IN A");
    dig("b.no.example"); // takes the place of the first denial, not of the answer
    assertThat(dig("a.yes.example")).contains("a.yes.example. 50 IN A");
  }

  @Test
  void an_unanswering_upstream_is_skipped_after_failed_health_checks() {
    node.sh("iptables -A INPUT -p udp --dport 5301 -j DROP");
    serve(
        """
        .:53 {
            errors
            forward . 127.0.0.1:5301 127.0.0.1:5302 {
                policy sequential
            }
        }
        .:5302 {
            hosts {
                10.0.0.1 known.example
            }
        }
        """);

    assertThat(node.sh("dig @127.0.0.1 known.example | grep 'Query time'"))
        .isEqualTo(";; Query time: 2000 msec\n");
    node.loop().advance(Duration.ofSeconds(10));
    assertThat(node.sh("dig @127.0.0.1 known.example | grep 'Query time'"))
        .isEqualTo(";; Query time: 0 msec\n");

    node.sh("iptables -A INPUT -p udp --dport 5302 -j DROP");
    assertThat(status("known.example")).isEqualTo("SERVFAIL");
    assertThat(log())
        .containsPattern(
            "\\[ERROR\\] plugin/errors: 2 known\\.example\\. A: read udp"
                + " 127\\.0\\.0\\.1:\\d+->127\\.0\\.0\\.1:530\\d: i/o timeout");

    node.sh("iptables -F INPUT");
    node.loop().advance(Duration.ofSeconds(10));
    assertThat(dig("known.example")).isEqualTo("known.example. 3600 IN A 10.0.0.1\n");
  }

  @Test
  void queries_beyond_max_concurrent_are_refused() {
    node.sh("iptables -A INPUT -p udp --dport 5301 -j DROP");
    serve(
        """
        .:53 {
            errors
            forward . 127.0.0.1:5301 {
                max_concurrent 1
            }
        }
        """);

    node.sh("dig @127.0.0.1 +tries=1 a.example & sleep 1; dig @127.0.0.1 b.example; wait");
    assertThat(log())
        .contains("plugin/errors: 5 b.example. A: concurrent queries exceeded maximum 1");
  }

  @Test
  void an_upstream_failure_is_cached_for_the_configured_time() {
    serve(
        """
        .:53 {
            cache {
                servfail 20s
            }
            forward . 127.0.0.1:5302
        }
        .:5302 {
            log
            template ANY ANY {
                rcode SERVFAIL
            }
        }
        """);
    status("a.example");
    status("a.example");
    assertThat(log().split("IN a\\.example", -1)).hasSize(2);
    node.loop().advance(Duration.ofSeconds(21));
    status("a.example");
    assertThat(log().split("IN a\\.example", -1)).hasSize(3);
  }

  @Test
  void the_cache_keeps_the_configured_answers_for_the_configured_time() {
    serve(
        """
        .:53 {
            cache {
                success 100 60 30
                keepttl
            }
            hosts {
                ttl 7
                10.0.0.1 known.example
            }
        }
        """);
    assertThat(dig("known.example")).isEqualTo("known.example. 7 IN A 10.0.0.1\n");
    node.loop().advance(Duration.ofSeconds(10));
    assertThat(dig("known.example")).isEqualTo("known.example. 7 IN A 10.0.0.1\n");
  }

  @Test
  void loop_ends_coredns_when_its_own_query_returns() {
    Process process = serve(".:53 {\nloop\nforward . 127.0.0.1\n}\n");
    node.loop().advance(Duration.ofMillis(500));

    assertThat(node.run(process::await)).isEqualTo(1);
    assertThat(log())
        .containsPattern(
            "\\[FATAL\\] plugin/loop: Loop \\(127\\.0\\.0\\.1:\\d+ -> :53\\) detected for zone"
                + " \"\\.\", see https://coredns\\.io/plugins/loop#troubleshooting\\. Query:"
                + " \"HINFO \\d+\\.\\d+\\.\"");
  }
}

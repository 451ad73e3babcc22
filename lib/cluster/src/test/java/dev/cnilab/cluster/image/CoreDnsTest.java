package dev.cnilab.cluster.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.userland.process.Process;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CoreDNS on a machine, without a cluster: it obeys its Corefile. */
class CoreDnsTest extends CoreDnsNode {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          tls                          | plugin/tls: not modelled here; take it out of the Corefile
          bind 127.0.0.2               | plugin/bind: not modelled here; take it out of the Corefile
          import nosuch                | /etc/coredns/Corefile:2 - Error during parsing: File to import not found: nosuch
          import /etc                  | /etc/coredns/Corefile:2 - Error during parsing: Could not import /etc: is a directory
          import a b                   | /etc/coredns/Corefile:2 - Error during parsing: Import takes only one argument (glob pattern or file)
          import                       | /etc/coredns/Corefile:2 - Error during parsing: Wrong argument count or unexpected line ending after 'import'
          forward {; max_fails 3; }    | plugin/forward: /etc/coredns/Corefile:2 - Error during parsing: Unexpected token '{', expecting argument
          bogus                        | /etc/coredns/Corefile:2 - Error during parsing: Unknown directive 'bogus'
          hosts {; ttl x; }            | plugin/hosts: /etc/coredns/Corefile:3 - Error during parsing: ttl needs a number of second
          hosts {; ttl; }              | plugin/hosts: /etc/coredns/Corefile:3 - Error during parsing: ttl needs a time in second
          kubernetes cluster.local {; labels a in b; } | plugin/kubernetes: unable to parse label selector value: 'a in b': couldn't parse the selector string "a in b": unable to parse requirement: found 'b' expected: '('
          kubernetes cluster.local {; endpoint https://10.0.0.1; } | plugin/kubernetes: /etc/coredns/Corefile:3 - Error during parsing: endpoint is not modelled here
          kubernetes cluster.local {; ignore names; } | plugin/kubernetes: unable to parse ignore value: 'names'
          reload 1s                    | plugin/reload: interval value must be greater or equal to 2s
          reload 30s 1ms               | plugin/reload: jitter value must be 0 or greater or equal to 1s
          reload soon                  | plugin/reload: time: invalid duration "soon"
          errors; errors               | plugin/errors: this plugin can only be used once per Server Block
          errors /var/log/dns          | plugin/errors: /etc/coredns/Corefile:2 - Error during parsing: invalid log file: /var/log/dns
          loadbalance fairly           | plugin/loadbalance: unknown policy: fairly
          forward . 1.1.1.1 {; policy fair; } | plugin/forward: /etc/coredns/Corefile:3 - Error during parsing: unknown policy 'fair'
          forward . tls://1.1.1.1      | plugin/forward: 'tls' is not modelled here: tls://1.1.1.1
          forward . 1.1.1.1 {; force_tcp; } | plugin/forward: /etc/coredns/Corefile:3 - Error during parsing: force_tcp is not modelled here
          forward . /etc/no.conf       | plugin/forward: failed to resolve "/etc/no.conf": lookup /etc/no.conf: no such host
          forward . 999.1.1.1          | plugin/forward: failed to resolve "999.1.1.1": lookup 999.1.1.1: no such host
          forward . dns.example        | plugin/forward: the name of an upstream is not modelled here: dns.example
          forward . 1.1.1.1 {; max_concurrent many; } | plugin/forward: strconv.Atoi: parsing "many": invalid syntax
          forward . 1.1.1.1 {; expire soon; } | plugin/forward: time: invalid duration "soon"
          forward . 1.1.1.1 {; max_age -1s; } | plugin/forward: max_age can't be negative: -1s
          forward . 1.1.1.1 {; max_idle_conns x; } | plugin/forward: strconv.Atoi: parsing "x": invalid syntax
          forward . 1.1.1.1 {; next_on_nodata; } | plugin/forward: /etc/coredns/Corefile:3 - Error during parsing: next_on_nodata is not modelled here
          health nowhere:8080          | plugin/health: listen tcp: lookup nowhere: no such host
          cache {; denial x; }         | plugin/cache: strconv.Atoi: parsing "x": invalid syntax
          cache 0                      | plugin/cache: cache TTL can not be zero or negative: 0
          cache -1                     | plugin/cache: cache TTL can not be zero or negative: -1
          cache {; serve_stale; }      | plugin/cache: serve_stale is not modelled here
          cache {; success x; }        | plugin/cache: strconv.Atoi: parsing "x": invalid syntax
          cache {; servfail 6m; }      | plugin/cache: caching SERVFAIL responses over 5 minutes is not permitted
          log {; class wrong; }        | plugin/log: invalid Class: wrong
          rewrite name a               | plugin/rewrite: too few arguments for a name rule
          rewrite edns0 local set 1 2  | plugin/rewrite: rule type edns0 is not modelled here
          rewrite ttl a.b x            | plugin/rewrite: invalid TTL 'x' for a ttl rule
          rewrite bogus a b            | plugin/rewrite: invalid rule type "bogus"
          template IN X                | plugin/template: /etc/coredns/Corefile:2 - Error during parsing: invalid RR class X
          template IN A {; answer "{{ len .Name }}"; } | plugin/template: /etc/coredns/Corefile:3 - Error during parsing: could not compile template: {{ len .Name }}, {{ len .Name }} is not modelled here
          acl {; refuse; }             | plugin/acl: /etc/coredns/Corefile:3 - Error during parsing: unexpected token "refuse"; expect 'allow', 'block', 'filter' or 'drop'
          """)
  void an_option_it_cannot_obey_ends_it_with_the_reason(String plugins, String words) {
    Process process = serve(".:53 {\n" + plugins.replace("; ", "\n") + "\n}\n");

    assertThat(node.run(process::await)).isEqualTo(1);
    assertThat(log()).endsWith(words + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          .:53 { whoami } | /etc/coredns/Corefile:1 - Error during parsing: Unexpected '}' because no matching opening brace
          .:99999 { | address 99999: invalid port
          """)
  void an_invalid_server_block_ends_coredns_with_its_error(String first, String words) {
    Process process = serve(first + "\n    whoami\n}\n");

    assertThat(node.run(process::await)).isEqualTo(1);
    assertThat(log()).endsWith(words + "\n");
  }

  @Test
  void an_unclosed_server_block_is_reported_with_its_last_token() {
    Process process = serve(".:53 {\n    errors\n    loadbalance\n");

    assertThat(node.run(process::await)).isEqualTo(1);
    assertThat(log())
        .endsWith(
            "/etc/coredns/Corefile:3 - Syntax error: Unexpected token 'loadbalance', expecting"
                + " '}'\n");
  }

  @Test
  void coredns_obeys_or_rejects_its_options() {
    assertThat(run("-bogus"))
        .contains("flag provided but not defined: -bogus\nUsage of coredns:", "status 2");
    assertThat(run("-conf")).contains("flag needs an argument: -conf", "status 2");
    assertThat(run("-pidfile /run/x")).contains("-pidfile is not modelled here", "status 2");
    assertThat(run("-pidfile= -plugins=0 -- extra")).contains("arguments: [extra]", "status 1");
    assertThat(run("-h")).contains("Usage of coredns:", "status 0").doesNotContain("not defined");
    assertThat(run("-=x")).contains("bad flag syntax: -=x\nUsage of coredns:", "status 2");
    assertThat(run("extra")).contains("extra command line arguments: [extra]", "status 1");
    assertThat(run("-version")).contains("CoreDNS-1.14.6\n", "status 0");
    assertThat(run("-conf=/nope"))
        .contains("loading Caddyfile via flag: open /nope: no such file or directory", "status 1");

    node.write("/tmp/Corefile", "a.example {\n whoami\n}\nb.example:5300 {\n whoami\n}\n");
    node.sh("coredns -quiet --conf=/tmp/Corefile -dns.port=1053 > /tmp/out 2>&1 &");
    node.loop().advance(Duration.ofSeconds(1));
    assertThat(node.sh("ss -lun")).contains(":1053", ":5300").doesNotContain(":53 ");
    assertThat(node.sh("cat /tmp/out")).doesNotContain("CoreDNS-");
  }

  @Test
  void prometheus_counts_queries_by_type_and_zone() {
    serve(
        """
        a.example:53 b.example:53 {
            health 127.0.0.1:8081
            prometheus
            hosts {
                10.0.0.1 x.a.example
            }
        }
        """);
    dig("x.a.example");
    dig("x.a.example");
    dig("AAAA y.b.example");
    dig("TYPE65280 y.b.example");

    assertThat(node.sh("ss -ltn")).contains("127.0.0.1:8081", "127.0.0.1:9153");
    assertThat(node.sh("curl -s http://127.0.0.1:9153/metrics"))
        .contains(
            "{family=\"1\",proto=\"udp\",server=\"dns://:53\",type=\"A\",view=\"\",zone=\"a.example.\"}"
                + " 2\n",
            "type=\"AAAA\",view=\"\",zone=\"b.example.\"} 1\n",
            "type=\"other\",view=\"\",zone=\"b.example.\"} 1\n");
  }

  @Test
  void template_builds_answers_from_the_query_name() {
    serve(
        """
        .:53 {
            template IN A nodes.example {
                match "^ip-(?P<a>[0-9]+)-([0-9]+)\\.(.*)$"
                answer "{{ .Name }} 60 IN A 10.0.{{ .Group.a }}.{{ index .Match 2 }}"
                fallthrough
            }
            template ANY ANY gone.example {
                rcode NXDOMAIN
            }
            template IN A alias.example {
                answer "{{ .Name }} 5 IN CNAME ip-7-8.nodes.example."
            }
        }
        """);

    assertThat(dig("ip-1-2.nodes.example")).isEqualTo("ip-1-2.nodes.example. 60 IN A 10.0.1.2\n");
    assertThat(dig("alias.example"))
        .isEqualTo(
            "alias.example. 5 IN CNAME ip-7-8.nodes.example.\n"
                + "ip-7-8.nodes.example. 60 IN A 10.0.7.8\n");
    assertThat(status("x.gone.example")).isEqualTo("NXDOMAIN");
    assertThat(status("other.nodes.example")).isEqualTo("REFUSED");
  }

  @Test
  void rewrite_rules_are_tried_in_order_until_one_stops() {
    serve(
        """
        .:53 {
            rewrite continue ttl regex .* 30-60
            rewrite name old.example new.example
            rewrite name suffix .corp.example .example answer auto
            rewrite name prefix v1- v2-
            rewrite type AAAA A
            hosts {
                10.0.0.1 new.example v2-web.example
                10.0.0.2 db.example
            }
        }
        """);

    assertThat(dig("old.example")).isEqualTo("old.example. 60 IN A 10.0.0.1\n");
    assertThat(dig("db.corp.example")).isEqualTo("db.corp.example. 60 IN A 10.0.0.2\n");
    // Without "answer auto" the answer has another name than the question.
    assertThat(dig("v1-web.example")).isEqualTo("v2-web.example. 60 IN A 10.0.0.1\n");
    assertThat(dig("new.example AAAA")).isEqualTo("new.example. 60 IN A 10.0.0.1\n");
  }

  @Test
  void acl_blocks_filters_or_drops_queries() {
    serve(
        """
        .:53 {
            acl {
                block net 10.0.0.0/8
                block type MX net 127.0.0.1
                drop type CAA
                filter type TXT
                allow
            }
            whoami
        }
        """);

    assertThat(status("a.example")).isEqualTo("NOERROR");
    assertThat(status("a.example MX")).isEqualTo("REFUSED");
    assertThat(node.sh("dig @127.0.0.1 +tries=1 +time=1 a.example CAA")).contains("timed out");
    assertThat(node.sh("dig @127.0.0.1 a.example TXT")).contains("NOERROR", "ADDITIONAL: 1");
    assertThat(node.sh("dig @127.0.0.1 a.example A"))
        .containsPattern("a.example.\t+0\tIN\tA\t127.0.0.1")
        .containsPattern("_udp.a.example.\t+0\tIN\tSRV\t0 0 \\d+ \\.");
  }

  @Test
  void local_and_any_answer_queries_without_forwarding() {
    serve(".:53 {\nlocal\nany\nforward . 127.0.0.1:9\n}\n");

    assertThat(dig("localhost")).isEqualTo("localhost. 604800 IN A 127.0.0.1\n");
    assertThat(dig("a.localhost")).isEqualTo("a.localhost. 604800 IN A 127.0.0.1\n");
    assertThat(dig("-x 127.0.0.1")).contains("IN PTR localhost.");
    assertThat(status("-x 127.0.0.2")).isEqualTo("NXDOMAIN");
    assertThat(dig("example.com ANY")).contains("HINFO \"ANY obsoleted\" \"See RFC 8482\"");
  }

  @Test
  void log_writes_the_given_fields_for_the_given_classes() {
    serve(
        """
        .:53 {
            log example.com "{name} {type} {rcode} {>opcode} {nonsense}" {
                class denial error
            }
            hosts {
                10.0.0.1 known.example.com
            }
        }
        """);
    dig("known.example.com");
    status("other.example.com");
    status("other.example.org");

    assertThat(log()).endsWith("\n[INFO] other.example.com. A SERVFAIL 0 -\n");
  }

  @Test
  void hosts_rereads_its_file_after_a_while() {
    node.write("/etc/my-hosts", "10.0.0.1 a.example\n");
    serve(
        """
        .:53 {
            hosts /etc/my-hosts {
                no_reverse
            }
        }
        """);
    assertThat(dig("a.example")).contains("10.0.0.1");
    assertThat(dig("-x 10.0.0.1")).isEmpty();
    node.write("/etc/my-hosts", "10.0.0.2 a.example\n");
    assertThat(dig("a.example")).contains("10.0.0.1");
    node.loop().advance(Duration.ofSeconds(6));
    assertThat(dig("a.example")).contains("10.0.0.2");
  }
}

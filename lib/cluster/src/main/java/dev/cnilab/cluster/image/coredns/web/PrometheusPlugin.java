package dev.cnilab.cluster.image.coredns.web;

import dev.cnilab.cluster.image.coredns.chain.ClientQuery;
import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.image.coredns.chain.Zones;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import dev.cnilab.cluster.image.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.xbill.DNS.Type;

/** {@code prometheus}: counts the queries. */
public final class PrometheusPlugin {
  /** The types that are counted under their names ({@code plugin/metrics/vars/monitor.go}). */
  private static final Set<String> TYPES =
      Set.of(
          "AAAA", "A", "CNAME", "DNSKEY", "DS", "HTTPS", "MX", "NSEC3", "NSEC", "NS", "PTR",
          "RRSIG", "SOA", "SRV", "SVCB", "TXT", "ANY", "AXFR", "IXFR");

  private static final String REQUESTS = "coredns_dns_requests_total";

  private PrometheusPlugin() {}

  public static Handler setUp(Directive directive, PluginHost host, Handler next)
      throws CorefileException {
    Map<String, Long> queries = new TreeMap<>();
    Zones zones = new Zones(host.zones());
    WebPort.of(directive, "localhost:9153")
        .serve(
            host,
            request ->
                request.path().equals("/metrics")
                    ? HttpResponse.ok("text/plain; version=0.0.4; charset=utf-8", metrics(queries))
                    : WebPort.notFound());
    return query -> {
      queries.merge(labels(query, host, zones.closest(query.text()).orElse(".")), 1L, Long::sum);
      return next.answer(query);
    };
  }

  private static String labels(ClientQuery query, PluginHost host, String zone) {
    String type = Type.string(query.type());
    return "{family=\"1\",proto=\"%s\",server=\"dns://:%d\",type=\"%s\",view=\"\",zone=\"%s\"}"
        .formatted(query.transport(), host.port(), TYPES.contains(type) ? type : "other", zone);
  }

  private static String metrics(Map<String, Long> queries) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # HELP coredns_build_info A metric with a constant '1' value labeled by version, revision, and goversion from which CoreDNS was built.
        # TYPE coredns_build_info gauge
        coredns_build_info{goversion="go1.26.8",revision="",version="1.14.6"} 1
        """);
    if (!queries.isEmpty()) {
      text.append(
          "# HELP " + REQUESTS + " Counter of DNS requests made per zone, protocol and family.\n");
      text.append("# TYPE " + REQUESTS + " counter\n");
      queries.forEach(
          (labels, count) ->
              text.append(REQUESTS).append(labels).append(' ').append(count).append('\n'));
    }
    return text.toString();
  }
}

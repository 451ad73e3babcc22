package dev.cnilab.cluster.image.coredns.web;

import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.Host;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import dev.cnilab.cluster.image.http.HttpResponse;

/** {@code prometheus}: counts the queries. */
public final class PrometheusPlugin {
  private static final int PORT = 9153;

  private PrometheusPlugin() {}

  public static Handler setUp(Directive directive, Host host, Handler next)
      throws CorefileException {
    long[] queries = new long[1];
    WebPort.serve(
        host,
        WebPort.of(directive, PORT),
        request ->
            request.path().equals("/metrics")
                ? HttpResponse.ok("text/plain; version=0.0.4; charset=utf-8", metrics(queries[0]))
                : WebPort.notFound());
    return query -> {
      queries[0]++;
      return next.answer(query);
    };
  }

  private static String metrics(long queries) {
    return """
    # HELP coredns_build_info A metric with a constant '1' value labeled by version, revision, and goversion from which CoreDNS was built.
    # TYPE coredns_build_info gauge
    coredns_build_info{goversion="go1.26.8",revision="",version="1.14.6"} 1
    # HELP coredns_dns_requests_total Counter of DNS requests made per zone, protocol and family.
    # TYPE coredns_dns_requests_total counter
    coredns_dns_requests_total{family="1",proto="udp",server="dns://:53",type="A",view="",zone="."} %d
    """
        .formatted(queries);
  }
}

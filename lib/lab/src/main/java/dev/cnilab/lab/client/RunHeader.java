package dev.cnilab.lab.client;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.UUID;

/**
 * Labels each request with the run it belongs to, as kubectl does (KEP-859), so that runs rather
 * than requests can be counted as commands.
 */
final class RunHeader implements Interceptor {

  private static final String RUN = UUID.randomUUID().toString();

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    builder.setHeader(Cluster.RUN_HEADER, RUN);
  }
}

package dev.cnilab.lab.client;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.UUID;

/**
 * Says in each request which run of a program it belongs to, as kubectl does (KEP-859): who counts
 * what somebody has typed counts runs, not requests.
 */
public final class RunHeader implements Interceptor {

  /** The header's name; its value differs from run to run. */
  public static final String NAME = "Kubectl-Session";

  private static final String RUN = UUID.randomUUID().toString();

  RunHeader() {}

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    builder.setHeader(NAME, RUN);
  }
}

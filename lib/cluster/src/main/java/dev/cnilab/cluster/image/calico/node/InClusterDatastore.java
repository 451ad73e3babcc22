package dev.cnilab.cluster.image.calico.node;

import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.TokenClients;
import dev.cnilab.cluster.image.calico.datastore.ApiAddress;
import dev.cnilab.cluster.image.calico.datastore.CalicoKind;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.cluster.image.calico.datastore.DialException;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.time.Duration;

/** The way of a container to the datastore: with the token of its service account. */
record InClusterDatastore(Process process, TokenClients clients) {
  private static final String TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token";

  /** A lost SYN is repeated once in this time. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration BETWEEN = Duration.ofSeconds(1);

  /** Waits until the datastore answers; {@code WAIT_FOR_DATASTORE}. */
  Datastore await(CalicoLog log) {
    while (true) {
      try {
        return open();
      } catch (IOException unreachable) {
        log.info(
            "startup/startup.go 492",
            "Hit error connecting to datastore - retry error=" + unreachable.getMessage());
        process.loop().sleep(BETWEEN);
      }
    }
  }

  /**
   * Connects.
   *
   * @throws IOException in the words of client-go
   */
  Datastore open() throws IOException {
    ApiAddress address = ApiAddress.ofCluster(process.environment());
    try {
      String token = process.files().readText(TOKEN).strip();
      address.dial(process, PATIENCE);
      return new Datastore(clients.client(token));
    } catch (DialException unreachable) {
      throw new IOException(
          "Get \"%s%s\": %s"
              .formatted(
                  address,
                  CalicoKind.CLUSTER_INFORMATION.path("default"),
                  unreachable.getMessage()),
          unreachable);
    } catch (ApiException refused) {
      throw new IOException("connection is unauthorized: " + refused.getMessage(), refused);
    }
  }
}

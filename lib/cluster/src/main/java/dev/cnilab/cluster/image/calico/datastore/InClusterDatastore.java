package dev.cnilab.cluster.image.calico.datastore;

import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.time.Duration;

/** A container's connection to the datastore, with the token of its service account. */
public record InClusterDatastore(Process process, ApiClients clients) {
  private static final int UNAUTHORIZED = 401;
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  /** Waits until the datastore answers; {@code WAIT_FOR_DATASTORE}. */
  public Datastore await(CalicoLog log) {
    Datastore datastore = null;
    while (true) {
      try {
        datastore = datastore == null ? connect() : datastore;
        ask(datastore);
        return datastore;
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
   * @throws IOException in client-go's words
   */
  public Datastore open() throws IOException {
    Datastore datastore = connect();
    ask(datastore);
    return datastore;
  }

  private Datastore connect() throws IOException {
    return new Datastore(clients.inCluster(process));
  }

  /** Checks whether the server answers; a missing object is not a failure. */
  private static void ask(Datastore datastore) throws IOException {
    try {
      datastore.find(CalicoKind.CLUSTER_INFORMATION, "default");
    } catch (ApiException refused) {
      if (refused.isUnreachable()) {
        throw new IOException(refused.getMessage(), refused);
      } else if (refused.status().code() == UNAUTHORIZED) {
        throw new IOException("connection is unauthorized: " + refused.getMessage(), refused);
      }
    }
  }
}

package dev.cnilab.lab.diagnosis;

import dev.cnilab.lab.client.Cluster;

/** A cluster that is never asked: pictures are given. */
final class Offline {

  private Offline() {}

  static Cluster cluster() {
    return Cluster.fromKubeconfig(
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
        contexts: [{name: c, context: {cluster: c, user: u}}]
        users: [{name: u, user: {}}]
        current-context: c
        """);
  }
}

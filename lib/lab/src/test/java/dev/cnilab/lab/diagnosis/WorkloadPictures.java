package dev.cnilab.lab.diagnosis;

import dev.cnilab.lab.client.Cluster;

/** Pictures of a cluster with a workload. */
abstract class WorkloadPictures {
  /** Never asked, so there is no connection to close. */
  static final Cluster CLUSTER = Offline.cluster();

  static final String SERVICE =
      "{'metadata': {'namespace': 'shop', 'name': 'web'}, 'spec': {'clusterIP': '10.96.3.3',"
          + " 'selector': {'number': 'n1'}, 'ports': [{'port': 80, 'protocol': 'TCP', 'targetPort':"
          + " 8080}]}}";

  static final String OWN_SLICE =
      "{'metadata': {'namespace': 'shop', 'name': 'web-x', 'labels': {'kubernetes.io/service-name':"
          + " 'web'}, 'ownerReferences': [{'name': 'web'}]}, 'endpoints': [{'addresses':"
          + " ['10.244.1.2']}]}";

  static Pictured healthy() {
    return Pictured.calico(CLUSTER);
  }
}

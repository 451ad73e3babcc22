package dev.cnilab.lab.diagnosis;

import dev.cnilab.lab.client.Cluster;

/** Pictures of nodes with any network plugin. */
abstract class PicturesOfPlugins {
  /** Never asked, so there is no connection to close. */
  static final Cluster CLUSTER = Offline.cluster();

  static Pictured of(String plugin) {
    return plugin.equals("calico") ? Pictured.calico(CLUSTER) : Pictured.cilium(CLUSTER);
  }

  static final String WEB =
      "{'metadata': {'namespace': 'shop', 'name': 'web'}, 'spec': {'clusterIP': '10.96.0.7',"
          + " 'selector': {'number': 'n1'}, 'ports': [{'port': 80, 'protocol': 'TCP', 'targetPort':"
          + " 'http'}]}}";

  static final String SLICE =
      "{'metadata': {'namespace': 'shop', 'name': 'web-1', 'ownerReferences': [{}], 'labels':"
          + " {'kubernetes.io/service-name': 'web'}}, 'endpoints': [{'addresses':"
          + " ['10.244.1.2']}]}";
}

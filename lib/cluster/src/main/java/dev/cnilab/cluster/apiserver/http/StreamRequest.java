package dev.cnilab.cluster.apiserver.http;

import dev.cnilab.cluster.apiserver.authorization.Attributes;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.connection.stream.StreamPlace;
import dev.cnilab.cluster.apiserver.query.Query;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.List;

/**
 * A stream that a client asks for.
 *
 * @param path its parts; for a pod's stream {@code api/v1/namespaces/NAMESPACE/pods/NAME/KIND}
 */
record StreamRequest(User user, List<String> path, Query query, StreamPlace place) {
  /** {@code exec}, {@code attach}, {@code portforward} or {@code log}. */
  String kind() {
    return path.getLast();
  }

  String namespace() {
    return path.get(3);
  }

  String pod() {
    return path.get(5);
  }

  /** What the user must be allowed to do for a pod's stream. */
  Attributes attributes(String verb) {
    return Attributes.ofResource(user, verb, ResourceTypes.PODS, kind(), namespace(), pod());
  }
}

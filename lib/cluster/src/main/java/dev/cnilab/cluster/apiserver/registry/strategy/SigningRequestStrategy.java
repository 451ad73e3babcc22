package dev.cnilab.cluster.apiserver.registry.strategy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.object.KubeObject;

/** CertificateSigningRequests: the server records the requester, and nothing changes later. */
public final class SigningRequestStrategy implements Strategy {
  @Override
  public void prepareForCreate(ObjectNode request, Requester requester) {
    ObjectNode spec = request.withObject("/spec");
    spec.remove(java.util.List.of("username", "uid", "groups", "extra"));
    User user = requester.user();
    spec.put("username", user.name());
    if (!user.uid().isEmpty()) {
      spec.put("uid", user.uid());
    }
    ArrayNode groups = spec.putArray("groups");
    user.groups().forEach(groups::add);
    user.extra()
        .forEach((key, values) -> values.forEach(spec.withObject("/extra").withArray(key)::add));
  }

  @Override
  public void prepareForUpdate(ObjectNode request, KubeObject old) {
    request.set("spec", old.at("/spec").deepCopy());
  }
}

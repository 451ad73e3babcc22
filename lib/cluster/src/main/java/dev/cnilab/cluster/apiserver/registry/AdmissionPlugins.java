package dev.cnilab.cluster.apiserver.registry;

import dev.cnilab.cluster.apiserver.admission.Admission;
import dev.cnilab.cluster.apiserver.admission.LimitRanger;
import dev.cnilab.cluster.apiserver.admission.NamespaceLifecycle;
import dev.cnilab.cluster.apiserver.admission.NewNodeTaint;
import dev.cnilab.cluster.apiserver.admission.PodCertificateRights;
import dev.cnilab.cluster.apiserver.admission.QuotaAdmission;
import dev.cnilab.cluster.apiserver.admission.SignerRights;
import dev.cnilab.cluster.apiserver.admission.ValidatingAdmission;
import dev.cnilab.cluster.apiserver.admission.pod.DefaultTolerations;
import dev.cnilab.cluster.apiserver.admission.pod.PodPriority;
import dev.cnilab.cluster.apiserver.admission.pod.PodResize;
import dev.cnilab.cluster.apiserver.admission.pod.PodRuntimeClass;
import dev.cnilab.cluster.apiserver.admission.pod.PodServiceAccount;
import dev.cnilab.cluster.apiserver.admission.policy.AdmissionPolicies;
import dev.cnilab.cluster.apiserver.admission.security.PodSecurity;
import dev.cnilab.cluster.apiserver.authorization.Rbac;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import java.util.List;
import java.util.function.UnaryOperator;

/** The built-in admission plugins, in the order of Kubernetes' {@code AllOrderedPlugins}. */
final class AdmissionPlugins {
  private AdmissionPlugins() {}

  /** Those that fill in what is left out. */
  static List<Admission> completing(ObjectStore store, UnaryOperator<String> generateName) {
    return List.of(
        new NamespaceLifecycle(store),
        new LimitRanger(store),
        new PodServiceAccount(store, generateName),
        new NewNodeTaint(),
        new PodPriority(store),
        new DefaultTolerations(),
        new PodRuntimeClass(store),
        new QuotaAdmission(store));
  }

  /** Those that check the complete object. */
  static List<ValidatingAdmission> validating(
      ObjectStore store, Rbac rbac, AdmissionPolicies policies) {
    return List.of(
        new PodSecurity(store),
        new SignerRights(rbac),
        new PodCertificateRights(store),
        new PodResize(store),
        new PodRuntimeClass(store),
        policies);
  }
}

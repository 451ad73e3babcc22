package dev.cnilab.lab.error;

/** All remedies of the library in one place, so that they read alike. */
public final class Suggestions {

  public static final String RUN_AGAIN = "Run the cell again when you are ready.";

  public static final String PRINT_LESS =
      "Let it print less, e.g. with | head -n 20, or write into a file.";

  public static final String START_A_CLUSTER =
      "Start one with ./lab, or with ./lab cluster and KUBECONFIG set to the file it names.";

  public static final String CHECK_THE_MANIFEST =
      "Compare it with one that works: the course's manifests are in notebooks/manifests.";

  public static final String LINKS_AND_FILTERS =
      "See which links there are: interfaces(…); a filter is as pcap-filter(7) says: \"icmp\","
          + " \"udp port 53\", \"host 10.244.1.2\"";

  public static final String INSTALL_TCPDUMP =
      "Install it there, for example: apt-get install tcpdump";

  public static final String REPAIR_THE_SHELL =
      "Commands in pods need the node's kubelet and containerd. If one of them is stopped, start it"
          + " where the node has another way in: ssh NODE, docker exec NODE (kind), multipass shell"
          + " NODE; then: systemctl start containerd kubelet";
  public static final String LOOK_FOR_HANGING =
      "Something hangs there: type the command yourself, and find out what it is waiting for (ps,"
          + " dmesg).";
  public static final String LIST_FAULTS = "See which faults there are: ./lab oncall --list";

  public static final String KNOWN_BY_ITS_AGENT =
      "Prove faults of flannel, Calico, Cilium or Weave: a cluster of these is known by its agent.";

  public static final String LIST_PODS = "See which pods there are: pods()";

  public static final String LIST_NODES = "See which nodes there are: nodes()";

  public static final String TWO_WORKERS =
      "The course needs two nodes that take pods: ./lab cluster has them.";

  public static final String CHECK_THE_PATH =
      "Paths start from the notebook's folder: manifests/nettest-1.yaml";

  public static final String NAME_A_RESOURCE =
      "Name it as kubectl does: pod/nettest-1, or namespace/kind/name.";

  public static final String LOOK_AT_CONFIGURATION =
      "Look at the configuration files of that node: cniConfiguration()";

  public static final String LOOK_AT_NODES =
      "Look at the nodes and their taints, then at the node's own message: nodes()";

  public static final String COMPARE_TYPE_AND_BINARIES =
      "Compare the `type` of each plugin with the binaries: cniConfiguration()";

  public static final String LOOK_AT_AGENT =
      "Look at the agent of that node: kubectl -n kube-flannel get pods -o wide";

  public static final String LOOK_AT_ADDRESSES =
      "Compare the files in /var/lib/cni/networks with the pods that still exist.";

  public static final String LOOK_AT_BRIDGE =
      "Compare the address of cni0 with the node's podCIDR: ip addr show cni0";

  public static final String LOOK_AT_CONTAINERD =
      "Read containerd's own words on that node: journalctl -u containerd";

  public static final String CHECK_THE_IMAGE = "Check the name of the image, letter by letter.";

  public static final String FINALIZERS =
      "Look for finalizers, and at its node: kubectl get pod NAME -o yaml";

  public static final String NAME_A_PROGRESS_FILE =
      "Name another file in the environment variable CNILAB_PROGRESS and restart the kernel.";

  public static final String BE_ON_CALL =
      "Begin one: onCall(189), the one of step 18, or onCall() for another";

  public static final String LOOK_AT_THE_SERVICE =
      "Compare what the Service selects with the labels of the pods: manifest(\"shop/service/db\")";

  public static final String NAME_A_LETTER =
      "Name what and where by their letters in the page's table: answer(\"b\", \"e\")";

  public static final String SET_ASIDE =
      "Move the file away to begin a new one, or name another folder: CNILAB_PROGRESS=FILE";

  public static final String NAME_A_STEP = "Name a step by its two digits: begin(\"03\")";

  public static final String COPY_FROM_NOTEBOOK = "Copy the name from the notebook's own cell.";

  public static final String ASK_FOR_HELP = "help() lists them with an example each.";

  public static final String AGREE =
      "If it may be broken, say so once, and run the cell again: agree()";

  public static final String PREPARE_THE_NODE =
      "The node needs a shell with cp, stat, setsid, base64, and room in /var/lib.";

  public static final String NAME_A_NODE =
      "Name one: ./lab node worker-1 -- ls /etc/cni/net.d (kubectl get nodes lists them).";

  public static final String REPAIR_BEFORE_THE_STEP =
      "Repair it first; on the embedded cluster begin(…) does that by itself.";

  public static final String REPAIR_THE_INCIDENT =
      "Compare the two workers, and repair what differs: compare(worker(1), worker(2))";

  public static final String WRITE_FIELDS_AS_YAML =
      "Write the fields as in a manifest, on one line: spec: {replicas: 2}";

  public static final String TAKE_AN_INVENTORY =
      "See all that is left, with the line that removes it: inventory()";

  public static final String LOOK_AT_CONTROLLERS =
      "Check whether the controllers run: kubectl -n kube-system get pods";

  public static final String APPLY_THE_SERVICES =
      "Apply them once more: apply(\"manifests/services.yaml\")";

  /** The layer follows. */
  public static final String LOOK_AT_LAYER = "Look at this layer: ";

  public static final String START_ONE_BY_HAND =
      "Install that plugin on a cluster of your own, set KUBECONFIG to it, and restart the kernel.";

  public static final String USE_CALICO = "Start it, and go on from there: use(\"calico\")";

  public static final String LOOK_AT_POLICIES =
      "See which policy decides: reach(\"nettest-1\", \"nettest-2\", \"web\").reasons()";

  public static final String START_UNLABELLED = "Start it, and go on from there: unlabelled(20)";

  public static final String WRITE_IT_DOWN =
      "Fill in the form: apply(\"manifests/network-facts.yaml\"), then patch(…)";

  public static final String TRY_IT = "Try it between two pods on two nodes: capabilities()";

  public static final String LOOK_AT_KUBE_PROXY =
      "Look at kube-proxy of that node: kubectl -n kube-system get pods -l k8s-app=kube-proxy -o"
          + " wide";

  public static final String LOOK_AT_COREDNS =
      "Look at CoreDNS and its log: kubectl -n kube-system logs -l k8s-app=kube-dns";

  public static final String LOOK_AT_THE_COREFILE =
      "Look at the Corefile: kubectl -n kube-system get configmap coredns -o yaml";

  public static final String LOOK_THE_NAME_UP =
      "See which question gets which answer: lookup(\"nettest-1\", \"kubernetes.default\")";

  public static final String KEEP_HOST_NETWORK =
      "It has to stay on the node's network: spec.hostNetwork: true";

  public static final String LOOK_AT_RESOLVER =
      "See which server it asks, and with which suffixes: resolver(\"dns-host\")";

  public static final String KEEP_APART =
      "Delete one and start it with a nodeSelector or a podAntiAffinity.";

  public static final String COUNT_THE_ROUTERS =
      "Count the routers on the way: routes(\"nettest-1\") names the first.";

  public static final String FIND_THE_OTHER_END =
      "Follow the veth pair: interfaces(\"nettest-1\"), then the same index in"
          + " interfaces(worker(1)).";

  public static final String COMPARE_PORTS =
      "Compare the pods with the ports of the bridge: vethPairs(worker(1)), then brctl show";

  public static final String TRY_SIZES =
      "Find the size above which packets are lost: sizes(\"nettest-1\", \"nettest-2\", 1372,"
          + " 1400)";

  public static final String COMPARE_MTUS =
      "Compare the MTU of each interface on the way: hops(\"nettest-1\", \"nettest-2\"). A"
          + " pod remembers for ten minutes what it has learnt.";

  public static final String LOOK_AT_OUTPUT =
      "Look at the rules for what the node itself sends: worker(1).sh(\"iptables -nvL OUTPUT\")";

  public static final String COUNT_ADDRESSES =
      "Count the addresses of each node, and who has them: addresses()";

  public static final String KEEP_A_BACKUP =
      "Copy /etc/cni/net.d to another folder of the node, for example /var/backups/cni.";

  public static final String TRACE_BY_HAND =
      "This cluster cannot trace packets; only the embedded one can. By hand: tcpdump on each"
          + " interface of the way, and look where the packet is seen last.";

  private Suggestions() {}

  /** What to do about an HTTP status of the API server. */
  public static String forStatus(int code) {
    return switch (code) {
      case 400, 422 -> "Correct the field that the message names.";
      case 401, 403 -> "Check which user your kubeconfig names: kubectl auth whoami";
      case 404 -> "List what there is: kubectl get pods,nodes -A";
      case 409 -> "Something else changed the object in between. Run the cell again.";
      default -> "Look at the API server: kubectl get --raw '/readyz?verbose'";
    };
  }

  /** How to agree that a cluster may be broken which does not look disposable. */
  public static String agreeBy(String context) {
    return "If it may be broken, say so by its name, and run the cell again: agree(\""
        + context
        + "\")";
  }

  /** How to agree when nobody can be asked. */
  public static String agreeBeforehand(String context) {
    return "If it may be broken, say so by its name: CNILAB_MAY_BREAK=" + context;
  }

  /**
   * What to do about an object that already exists.
   *
   * @param object as kubectl names it: {@code pod/nettest-1}
   */
  public static String deleteFirst(String object) {
    return "If it is what you want, go on. To start it again, delete it first: delete(\""
        + object
        + "\")";
  }

  /** How to start an incident of step 15. */
  public static String startIncident(int number) {
    return "Start it, once the one before is repaired: incident(24, " + number + ")";
  }

  /** What to do about a namespace that already exists. */
  public static String anotherNamespace(String namespace) {
    return "Find out whose it is: kubectl get all -n " + namespace;
  }

  /** What to do if the cluster is in the state of another step. */
  public static String begin(String step) {
    return "Start the step again: begin(\"" + step + "\")";
  }

  /** What to do if more than the repair has changed. */
  public static String beginAgain(String step) {
    return "Put back what it names; or start the step again: begin(\"" + step + "\")";
  }

  public static String diagnose(String pod) {
    return "Find out why: diagnose(\"" + pod + "\")";
  }

  public static String describePod(String pod) {
    return "Look at its events: kubectl describe pod " + pod;
  }
}

/**
 * What manifests alone say about who may reach whom, compared with published connectivity lists.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.conformance.netpol.manifest;

/**
 * What a notebook imports: the functions of {@link dev.cnilab.lab.Lab}, {@link
 * dev.cnilab.lab.LabObjects}, {@link dev.cnilab.lab.LabNetwork} and {@link
 * dev.cnilab.lab.LabServices}. It is a client of the Kubernetes API and cannot tell an embedded
 * cluster from a real one.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab;

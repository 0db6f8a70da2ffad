# Sourced by the scripts beside it: builds what is not built or older than its sources, and runs a main class of the tests.
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

# Prints the first JDK of version 25 or later.
find_jdk() {
  local jdk version
  for jdk in "${JAVA_HOME:-/nowhere}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /opt/jdk*; do
    [ -x "$jdk/bin/javac" ] && [ -r "$jdk/release" ] || continue
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$jdk/release")
    [ "${version:-0}" -ge 25 ] && { echo "$jdk"; return; }
  done
  return 1
}

run_main() {
  local class=$1 jdk stamp=$home/acceptance/target/classpath
  shift
  jdk=$(find_jdk) || { echo "A JDK 25 or later is needed: name it in JAVA_HOME." >&2; exit 1; }
  if [ ! -e "$stamp" ] || [ -n "$(find "$home"/pom.xml "$home"/*/pom.xml "$home"/*/src -newer "$stamp" -print -quit)" ]; then
    (cd "$home" && JAVA_HOME=$jdk mvn -q -B -DskipTests -Dspotless.check.skip=true package)
    touch "$stamp" # also where Maven found its contents unchanged
  fi
  cd "$home"
  exec "$jdk/bin/java" -cp "$home/acceptance/target/test-classes:$(cat "$stamp")" "fr.rtes.fiches.acceptance.$class" "$@"
}

# Gradus on Swift's own image, from the packages alone (make deb). With PACKAGE=gradus-instructor everything, for machines
# that only instructors see. Submissions are confined by user namespaces, so start it with
#   docker run --security-opt seccomp=unconfined --security-opt systempaths=unconfined -v "$PWD:/home/student" gradus check
FROM swift:6.2-bookworm
ARG PACKAGE=gradus
COPY out/packages/$PACKAGE.deb /tmp/gradus.deb
RUN apt-get update \
    && apt-get install -y --no-install-recommends /tmp/gradus.deb \
    && rm -rf /tmp/gradus.deb /var/lib/apt/lists/*
RUN useradd --create-home student
USER student
WORKDIR /home/student
ENTRYPOINT ["gradus"]
CMD ["doctor"]

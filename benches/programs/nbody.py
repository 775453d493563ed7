# Bodies as objects: attribute reads and writes, float arithmetic, method calls.
class Vector:
    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def scaled(self, by):
        return Vector(self.x * by, self.y * by, self.z * by)

    def norm2(self):
        return self.x * self.x + self.y * self.y + self.z * self.z


class Body:
    def __init__(self, position, velocity, mass):
        self.position = position
        self.velocity = velocity
        self.mass = mass

    def attract(self, other, dt):
        away = self.position - other.position
        d2 = away.norm2()
        strength = dt / (d2 * d2 ** 0.5)
        self.velocity = self.velocity - away.scaled(other.mass * strength)
        other.velocity = other.velocity + away.scaled(self.mass * strength)

    def move(self, dt):
        self.position = self.position + self.velocity.scaled(dt)


def main():
    bodies = [
        Body(Vector(float(i), i * 0.5 - 1.0, 2.0 - i * 0.25), Vector(0.1 * i, 0.2, -0.1 * i), 1.0 / (i + 1))
        for i in range(5)
    ]
    for _ in range(15_000):
        for i, a in enumerate(bodies):
            for b in bodies[i + 1 :]:
                a.attract(b, 0.001)
        for b in bodies:
            b.move(0.001)
    print("%.9f %.9f" % (bodies[0].position.x, bodies[4].velocity.y))


main()
